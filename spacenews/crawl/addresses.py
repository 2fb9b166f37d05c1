"""Which addresses may be connected to: public ones, and private ones only where a person asked for them by name."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from spacenews.model.errors import AddressError

Address = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")


def check_peer(host: str, *, allow_loopback: bool = False) -> None:
    """Return if the peer of a connection may be spoken to.

    The connected peer is asked about, not a name or the spelling in a URL: `localhost`, `2130706433`, `0x7f.1` and a
    name that resolves to a private address all arrive here as the address that they mean.

    Args:
        host: The peer's IP address as text; a zone (`%eth0`) is ignored.
        allow_loopback: Private and loopback addresses may be asked too. Link-local (where clouds answer with
            credentials), multicast and reserved ones never are.

    Raises:
        AddressError: It may not, or is no IP address.
    """
    try:
        stated = ip_address(host.partition("%")[0])
    except ValueError as error:
        raise AddressError(f"{host!r} is no IP address: it is not asked") from error
    meant = _meant(stated)
    if _is_public(meant):
        return
    if not _is_private(meant):
        raise AddressError(f"{_name(stated, meant)} is not a public address: it is never asked")
    if not allow_loopback:
        raise AddressError(
            f"{_name(stated, meant)} is a private or loopback address: it is asked only with --allow-loopback "
            "(or SPACENEWS_ALLOW_LOOPBACK=1)"
        )


def _meant(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one carries inside, else itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def _is_public(address: Address) -> bool:
    # is_global alone lets multicast and, on some versions of Python, reserved and site-local addresses pass.
    odd = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not odd and not local


def _is_private(address: Address) -> bool:
    never = address.is_multicast or address.is_link_local or (address.is_reserved and not address.is_loopback)
    return address.is_private and not never


def _name(stated: Address, meant: Address) -> str:
    return str(stated) if stated == meant else f"{stated} (that is {meant})"
