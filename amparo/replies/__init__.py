"""The only wording: catalogue over python-i18n, values by Babel, sources register, checks."""
