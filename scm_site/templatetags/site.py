"""What pages ask of the site: links to works, languages, navigation."""

from django import template

register = template.Library()
