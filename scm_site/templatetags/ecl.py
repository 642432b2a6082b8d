"""Components of the Europa Component Library as template tags."""

from django import template

register = template.Library()
