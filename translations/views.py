from django.http import HttpRequest, HttpResponse


def __getattr__(name):
    def view(request: HttpRequest, **kwargs) -> HttpResponse:
        raise NotImplementedError
    return view
