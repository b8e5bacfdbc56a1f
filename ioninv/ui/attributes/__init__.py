"""Custom attributes wherever things are shown: in forms, as columns, as filters, in panels."""
