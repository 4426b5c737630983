"""Tells whether an address of the internet protocol is one of the public internet."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

_TRANSLATED = ip_network("64:ff9b::/96")
"""Addresses of version 6 that stand for those of version 4 in their last bits (RFC 6052)."""
_SPECIAL = tuple(map(ip_network, ("192.0.0.0/24", "2001::/23", "64:ff9b:1::/48", "3fff::/20", "5f00::/16")))
"""Addresses that IANA's registries of special ones have, and older versions of Python take for public ones."""


def is_public(address: str) -> bool:
    """Whether an address is public: not of this machine, of a private network or a link, and none that leads into one.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("fe80::1%eth0")
    (True, False, False, False)
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.scope_id or found.teredo:
            return False
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _TRANSLATED:
            return is_public(".".join(str(byte) for byte in found.packed[-4:]))
        if inner is not None:
            return is_public(str(inner))
        if int(found) >> 32 == 0:  # ::a.b.c.d, an old form of version 4
            return False
    if any(found in network for network in _SPECIAL):
        return False
    return found.is_global and not (
        found.is_multicast
        or found.is_reserved
        or found.is_loopback
        or found.is_link_local
        or found.is_unspecified
    )
