"""The addresses of the development of members."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
