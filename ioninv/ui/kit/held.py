"""What keeps a form as it is when the server forgets it; used by what draws forms."""

import reflex as rx

LIBRARY = rx.asset("held.jsx", shared=True).importable_path


def state_of(open: rx.Var | bool) -> str:
    """The name of the state that opens a form."""
    data = open._get_all_var_data() if isinstance(open, rx.Var) else None
    return data.state if data else ""
