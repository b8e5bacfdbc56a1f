"""Shared components: one file per component, styled by `assets/ioninv.css`."""
