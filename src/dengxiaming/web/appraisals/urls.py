"""The addresses of appraisals."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
