"""More topics, and the sentences that fit into any story."""

# ruff: noqa: RUF001 - the stories are typeset as the site prints them

from __future__ import annotations

from spacenews.demo.topics import DOCKING, HISTORY, LAUNCH, SPACEWALK, TRAINING, Topic

MOON = Topic(
    always=("Moon", "Space"),
    maybe=("Roscosmos", "ESA", "NASA", "Russia"),
    titles=(
        "{probe} sends its first picture of the south pole",
        "Landing site of {probe} narrowed to {few} ellipses",
        "Partners agree on a common timetable for {probe}",
    ),
    leads=(
        (
            "The {probe} spacecraft has sent its first picture of the lunar south pole, taken from a height of "
            "{many}~km; scientists who received it on {day}, {year} counted {some} craters that were on no map."
        ),
        (
            "Having compared {many} photographs, the science team of {probe} announced on {day}, {year} that it had "
            "kept {few} places where the ground is level enough for a landing and the Sun stays up for long."
        ),
        (
            "Agencies that take part in {probe} met on {day}, {year} and signed a common timetable: the lander first, "
            "the orbiter after it, and a return capsule as soon as both have proved themselves."
        ),
    ),
    details=(
        "Ice is expected at a depth of {few} to {some} centimeters, mixed with dust as fine as flour.",
        "The drill turns slowly, so that the sample stays cold; it needs {few} hours for a meter.",
        "Talking to the lander takes a relay that rises above the horizon for {minutes} minutes at a time.",
        "The camera was built by {company} and weighs less than a bag of sugar.",
        "“Every shadow there is a question,” said project scientist {director}.",
        "Nights on the site last two weeks, at {many} degrees below freezing on the worst slopes.",
        "The data will be open to everyone {some} weeks after they arrive.",
        "Half of the instruments are spares of an earlier mission, tested again from the first screw.",
    ),
)

INDUSTRY = Topic(
    always=("Ground & Industry",),
    maybe=("Russia", "Roscosmos", "ESA", "Launches"),
    titles=(
        "{company} test-fires an engine for {minutes} minutes",
        "{company} wins contract {contract}",
        "New assembly hall at {pad} – {percent} per cent complete",
    ),
    leads=(
        (
            "An engine made by {company} ran on its stand for {minutes} minutes without a pause on {day}, {year}, "
            "longer than any flight would ask of it, and came out of the test in a state that surprised its makers."
        ),
        (
            "The contract numbered {contract}, published on {day}, {year}, gives {company} until the end of the decade "
            "to deliver {some} sets of flight computers, with spare parts and a promise to answer the phone."
        ),
        (
            "Builders at {pad} have put the last beam on the roof of a new assembly hall in which, as was said on "
            "{day}, {year}, two rockets can be put together side by side under one crane."
        ),
    ),
    details=(
        "The hall is {many} meters long, and a finger can move its doors.",
        "Works are {percent}~% complete; heating will be switched on before the frosts.",
        "The engine burned {mass}~kg of propellant, and the snow around the stand melted for the year.",
        "{director}, who heads the plant, thanked the {many} people of the night shift.",
        "A commission looked at the welds and found {few} that had to be done again.",
        "The price was not named; the trade press speaks of {many} million rubles.",
        "Deliveries begin in {some} weeks, by rail, in cars that used to carry bells.",
        "The new part is printed from powder, and {percent} per cent lighter than the one it replaces.",
    ),
)

CREW = Topic(
    always=("Soyuz", "ISS"),
    maybe=("Russia", "Roscosmos", "GCTC", "NASA", "ESA"),
    titles=(
        "{ship} lands in the steppe with three on board",
        "{ship} docked with the transition compartment",
        "Crew of {ship} arrives at {pad}",
    ),
    leads=(
        (
            "The descent module of {ship} touched down in the Kazakh steppe at {clock} Moscow time on {day}, {year}; "
            "{commander}, {engineer} and their crewmate had spent {many} days on board the International Space Station."
        ),
        (
            "At {pad} the {ship} crewed spacecraft was docked with the transition compartment of its {rocket} launcher "
            "on {day}, {year}, and the next thing that it will touch, if all goes well, is the station."
        ),
        (
            "An aircraft with the crew of {ship} landed near {pad} on {weekday}, {day}, {year}: {commander}, "
            "{engineer} and their backups will live in quarantine there until the launch, as everybody before them has."
        ),
    ),
    details=(
        "The capsule stayed upright, which happens less often than one would wish.",
        "{commander} asked for an apple, and was given {few}.",
        "Doctors put up their tent within {minutes} minutes; pulse and pressure were normal.",
        "In {many} days the crew went around the Earth more often than most people change trains.",
        "A toy that hangs above the seats will show the beginning of weightlessness; {engineer}’s daughter chose it.",
        "The crew took part in the {experiment} experiment and in {some} others.",
        "The commission will meet once more on the eve of the start and say the last word.",
        "Trees on the alley of the cosmonauts were watered, and a film was watched, as always.",
        "The search teams had {few} helicopters and {some} vehicles in the field.",
    ),
)

SCIENCE = Topic(
    always=("Space",),
    maybe=("ESA", "NASA", "ISS", "Roscosmos"),
    titles=(
        "Experiment “{experiment}” grows crystals for {many} days",
        "{probe} wakes up after {some} months",
        "Peas, dust & patience: {experiment} reports its results",
    ),
    leads=(
        (
            "The first results of the {experiment} experiment were presented on {day}, {year}: in weightlessness, its "
            "crystals grew {few} times as large as on the ground, and {percent} per cent of them had no flaw at all."
        ),
        (
            "A signal from the {probe} probe reached the antenna on {day}, {year} after {some} months of silence, and "
            "it said, in the {few} words that such a signal can carry, that the spacecraft was warm and well."
        ),
        (
            "The plants of the {experiment} experiment have given seeds for the {nth} time in a row; the crew counted "
            "{many} of them on {day}, {year}, packed them in foil, and was allowed to eat the leaves."
        ),
    ),
    details=(
        "The instrument is as big as a shoe box and was made by students and their professor, {director}.",
        "Nobody had expected the effect, and so {few} groups went through the data independently.",
        "At {orbit}~km the air is thin, but it is there, and it pushes.",
        "“If it is an error, it is the most beautiful one of my life,” {director} said.",
        "The probe needs {minutes} minutes to send a picture, line by line.",
        "Its heaters had been set to the lowest step in order to save power.",
        "The samples return to Earth with the {ship}, in a container cooled to {few} degrees.",
        "A paper with {some} authors has been sent to a journal.",
    ),
)

TOPICS: tuple[Topic, ...] = (LAUNCH, DOCKING, TRAINING, HISTORY, SPACEWALK, MOON, INDUSTRY, CREW, SCIENCE)

ANYWHERE: tuple[str, ...] = (
    "More is to be said at the briefing, which was moved to {clock} Moscow time.",
    "The decision was taken {few} weeks ago, and nothing has happened since that would speak against it.",
    "According to {director}, work goes on by the plan, with a reserve of {some} days.",
    "The budget covers {percent} per cent of the costs; the rest is expected from partners.",
    "“It isn’t luck, it’s {many} checklists,” {engineer} told our correspondent.",
    "An interim report – {some} pages, most of them tables – will be published next month.",
    "Colleagues abroad sent their good wishes, and offered the use of an antenna in case of need.",
    "There was no damage, and nobody was hurt.",
    "The figures are preliminary, and they have been wrong by {few} per cent before.",
    "School classes may follow on a large screen, if the sky stays clear.",
    "Specialists of {company} were present, – they had built the part in question.",
    "The next date to remember is in {some} days.",
    "Mission control thanked everyone who had stayed awake.",
    "In {year} alone the teams have gone through this procedure {some} times.",
)

HEADINGS: tuple[str, ...] = ("What comes next", "How it works", "The people behind it", "In figures", "A look back")

ITEMS: tuple[str, ...] = (
    "{few} tests of the radio link",
    "a check of the seals, {minutes} minutes",
    "transfer of {mass}~kg of water",
    "inspection of the docking target",
    "a call with the school of {engineer}’s home town",
    "replacement of {some} filters",
    "software update {few}.{some}",
    "rest, {few} hours",
)

CAPTIONS: tuple[str, ...] = (
    "{commander} after the exam. Photo: {company}",
    "The {rocket} on its way to the pad",
    "A model of {probe} in the foyer",
    "Mission control on the night of {day}",
)
