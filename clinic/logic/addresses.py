"""Where this product may send and read by itself: https, or this machine; no network that is not public."""

import ipaddress
from urllib.parse import urlsplit

type IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def problem_of(address: str) -> str | None:
    """What is wrong with an address of the clinic, without repeating it; None when it may be called."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or any(character.isspace() for character in address):
        return "is no address, such as https://calendar.example/work.ics"
    if parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(host)):
        return None
    return "must start with https:// (http:// only for 127.0.0.1)"


def is_this_machine(host: str) -> bool:
    """True when the address itself names the machine; a name that merely leads here does not."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def may_reach(ip: str, *, asked_for_this_machine: bool, allow_private: bool) -> bool:
    """Whether a name that leads to this IP may be called: it must not lead into the clinic's own network."""
    found = _plain(ipaddress.ip_address(ip.partition("%")[0]))
    if asked_for_this_machine:
        return found.is_loopback
    if found.is_loopback or found.is_link_local or found.is_multicast or found.is_unspecified:
        return False
    return found.is_global or (allow_private and found.is_private)


def _plain(ip: IpAddress) -> IpAddress:
    """An IPv4 address that is written inside an IPv6 address is that address."""
    inside = ip.ipv4_mapped or ip.sixtofour if isinstance(ip, ipaddress.IPv6Address) else None
    return inside or ip
