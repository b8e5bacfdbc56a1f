from ioninv import codes

_COUNTED = {"", "pcs", "pc", "ea", "each", "piece", "pieces", "unit", "units"}


def counted(unit: str) -> bool:
    """Whether a unit counts whole things (pieces) rather than measuring (metres, litres)."""
    return codes.key(unit).removesuffix(".") in _COUNTED
