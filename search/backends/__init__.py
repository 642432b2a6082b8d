"""Wagtail's search backends, each with the questions that this search asks (``search.engines.Engine``)."""
