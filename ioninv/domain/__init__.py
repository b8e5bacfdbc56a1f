"""The rules and all SQL, one package per feature.

Every public door takes `(session, actor, ...)`, names its permission with `@requires`, raises one of
the four errors of `ioninv.errors`, records history, returns plain values, and leaves the commit to
the edge.
"""
