"""The addresses of the site with those of the demonstration."""

from django.urls import include, path

from scm_site.demo import urls as demo_urls
from scm_site.urls import handler404, handler500, urlpatterns

urlpatterns = [path("demo/", include(demo_urls)), *urlpatterns]

__all__ = ["handler404", "handler500", "urlpatterns"]
