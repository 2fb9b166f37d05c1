"""What the stories are about: one grammar a topic, in our own words. `~` stands for a no-break space."""

# ruff: noqa: RUF001 - the stories are typeset as the site prints them

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """Sentences with slots of `lexicon.slots`.

    Attributes:
        always: Categories that every story of the topic is filed under.
        maybe: Categories that some are filed under as well.
        titles: One is taken.
        leads: One to each title: the first sentence of its story, 25 words or more.
        details: Several are taken, each at most once.
    """

    always: tuple[str, ...]
    maybe: tuple[str, ...]
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    details: tuple[str, ...]


LAUNCH = Topic(
    always=("Launches",),
    maybe=("Russia", "Roscosmos", "Space", "ESA"),
    titles=(
        "{rocket} puts {satellite} into orbit from {pad}",
        "{satellite} reaches its transfer orbit after a night launch",
        "{pad} readies {rocket} for its {year} season",
    ),
    leads=(
        (
            "A {rocket} rocket left its pad at {pad} at {clock} Moscow time on {day}, {year}, and {minutes}~minutes "
            "later released the {satellite} communications satellite into the planned orbit."
        ),
        (
            "The {satellite} satellite, built by {company} to serve ships and remote settlements for at least {few} "
            "years, was carried into orbit by a {rocket} launcher from {pad} on {weekday}, {day}, {year}."
        ),
        (
            "Launch teams at {pad} have rolled the {rocket} to its pad and raised it upright; the countdown for the "
            "{satellite} mission is now set to end at {clock} Moscow time on {day}, {year}."
        ),
    ),
    details=(
        "The upper stage fired {few} times and placed the {mass}~kg spacecraft within {few}~km of the target point.",
        "Telemetry came first through the station at Shchyolkovo, then through two ships in the Atlantic.",
        "Wind at an altitude of 10~km had been the only open question on the eve of the start.",
        "The solar wings unfolded {minutes} minutes after separation, and the batteries have been charging since.",
        "It was launch number {some} from this pad, and the {nth} of the year for the crew that works there.",
        "{company} will now test the payload for {some} days before the satellite is handed over to its operator.",
        "Insurers had put the value of the mission at {many} million rubles.",
        "The fairing halves fell in an empty part of the drop zone, and were found by helicopter within the hour.",
        "“We saw a clean separation and a healthy spacecraft,” said flight director {director}.",
    ),
)

DOCKING = Topic(
    always=("ISS",),
    maybe=("Russia", "Roscosmos", "NASA", "Soyuz"),
    titles=(
        "{cargo} docks with the {module} module",
        "{cargo} cargo ship ends its mission over the Pacific",
        "Station’s orbit raised by the engines of {cargo}",
    ),
    leads=(
        (
            "The cargo ship {cargo} arrived at the International Space Station on {day}, {year}, and its probe entered "
            "the docking cone of the {module} module at {clock} Moscow time, some minutes ahead of the plan."
        ),
        (
            "Having spent {many} days as a part of the International Space Station, the {cargo} cargo ship left the "
            "{module} module on {weekday}, {day}, {year}, with more than a tonne of things that nobody needs now."
        ),
        (
            "On {day}, {year}, the engines of {cargo} were switched on for {minutes} minutes and lifted the "
            "International Space Station by almost {few} kilometers, to a mean altitude of {orbit}~km above the Earth."
        ),
    ),
    details=(
        "The ship brought {mass}~kg of fuel, water, air, food and parcels from the families.",
        "The approach was flown by the Kurs system; {commander} stood by at the manual controls.",
        "Leak checks took {minutes} minutes, after which the hatches were opened.",
        "Fresh fruit was unloaded first, as it always is.",
        "Ballistics experts had calculated the maneuver with the next crewed launch in mind.",
        "What did not burn up fell into the waters far from any shipping lane.",
        "Among the parcels is a new set for the {experiment} experiment, which needs {few} hours of crew time a week.",
        "A spare pump for the water recovery system travels on board too; the old one has run for {many} days.",
        "The crew will unload the ship in {some} days, working an hour every evening.",
    ),
)

TRAINING = Topic(
    always=("GCTC",),
    maybe=("Russia", "Soyuz", "ISS", "NASA", "ESA"),
    titles=(
        "ISS-{expedition} crews pass complex exams",
        "ISS-{expedition} mission: crews’ press conference held in GCTC",
        "Winter survival – {commander}’s crew spends two nights in the forest",
    ),
    leads=(
        (
            "The prime and backup crews of the long expedition ISS-{expedition} have passed their complex exams at the "
            "Gagarin Cosmonaut Training Center, and {commander} was the first to sign the protocol on {day}, {year}."
        ),
        (
            "A press conference of the crews of ISS-{expedition} took place on {day}, {year} at the training center "
            "near Moscow, where {commander}, {engineer} and their backups answered questions for {minutes} minutes."
        ),
        (
            "A conditional crew led by {commander} has come back from a snowy forest where it spent two nights with "
            "nothing but what a descent module carries; doctors on {day}, {year} found everybody in good health."
        ),
    ),
    details=(
        "The exam lasted eight hours, and the instructors prepared {few} surprises for the crew of the {ship}.",
        "“A smoke detector went off twice, and we were calm both times,” {engineer} said.",
        "The board gave the crew {few} remarks, none of them serious, and a mark of excellent.",
        "In the mock-up of the Russian segment the crew dealt with a lost pressure sensor and a silent radio.",
        "Each of them has spent more than {many} hours in simulators this year.",
        "A birch, a parachute and a flare gun were all that was needed to build the shelter.",
        "{engineer} will fly for the first time; for {commander} it is the second mission.",
        "The next stage is the pre-flight training at {pad}, which begins in {some} days.",
        "As the tradition demands, the crews signed the book in Gagarin’s study.",
    ),
)

HISTORY = Topic(
    always=("History",),
    maybe=("Russia", "Space", "Moon", "Soyuz"),
    titles=(
        "From the archive: the {then} flight that was not announced",
        "{company} opens its cabinet of {then} – what the notebook says",
        "{years} years ago: a small ball and a loud signal",
    ),
    leads=(
        (
            "In {then}, {years} years before these lines were written, a small team at a test site in the steppe "
            "prepared a flight of which no newspaper would say a word until it had succeeded; diaries tell the rest."
        ),
        (
            "The museum of {company} opened a cabinet on {day}, {year} that had been locked since {then}: drawings, "
            "slide rules and a notebook in which every failed start of those years is described in two lines."
        ),
        (
            "Visitors of the exhibition that opened on {day}, {year} can stand beside a descent module of {then}, "
            "touch its charred side and read what its designers wrote to one another on the night before the flight."
        ),
    ),
    details=(
        "The notebook counts {some} starts, of which {few} are called “useful failures”.",
        "A single valve, no bigger than a thumb, delayed the program by {many} days.",
        "Veterans remember that the telephone in the bunker rang only once that night.",
        "The station flew at {orbit}~km and was visible to the naked eye; few knew what they saw.",
        "Its radio fell silent after {many} orbits, and the ground listened for {few} days more.",
        "“We were young, and we were in a hurry,” {director} recalls, – “and nobody had told us that it was hard.”",
        "A copy of the first flight plan, typed with two fingers, hangs at the entrance.",
        "Much of the documentation of {then} was copied by hand, which is why it survived.",
        "The grandchildren of {few} of the engineers work in the same building today.",
    ),
)

SPACEWALK = Topic(
    always=("ISS", "Roscosmos"),
    maybe=("Russia", "NASA", "Space"),
    titles=(
        "{commander} and {engineer} spend {few} hours outside the station",
        "Spacewalk at {module}: an antenna, a panel and a towel",
        "Cosmonauts prepare suits for work on {module}",
    ),
    leads=(
        (
            "Cosmonauts {commander} and {engineer} opened the hatch of the {module} module at {clock} Moscow time on "
            "{day}, {year} and did everything that was planned outside the International Space Station, and more."
        ),
        (
            "A spacewalk under the Russian program ended on {day}, {year}: {commander} and {engineer} were outside for "
            "{few} hours and {minutes} minutes, moved a boom, and took swabs from the windows of {module}."
        ),
        (
            "The crew of the station’s Russian segment checked two Orlan suits on {weekday}, {day}, {year}; in the "
            "airlock of {module} they will help {commander} and {engineer} to work outside for {few} hours."
        ),
    ),
    details=(
        "The swabs will be studied on the ground: spores have been found on the hull before.",
        "An old antenna was pushed away against the direction of flight and will burn up within {some} days.",
        "{engineer} held the cable while {commander} turned the last of {some} bolts.",
        "The cooling of one suit was slow at first, so the cosmonauts rested in the shade for {few} minutes.",
        "The panel of the {experiment} experiment had been in the open for {many} days.",
        "For {commander} it was the {nth} spacewalk; for {engineer}, the first.",
        "The works continue next month, when the arm is to be taught to walk by itself.",
        "Mission control in Korolyov followed by video, which broke off {few} times.",
    ),
)
