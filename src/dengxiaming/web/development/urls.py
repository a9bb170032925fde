"""The addresses of the development of members."""

from django.urls import URLPattern, path

from dengxiaming.web.development import views

urlpatterns: list[URLPattern] = [
    path("development/of/<id:code>/", views.course, name="course"),
    path("development/of/<id:code>/do/", views.do, name="course-do"),
    path("development/of/<id:code>/take-on/", views.take_on, name="course-take-on"),
    path("development/of/<id:code>/paper/<slug:name>.<slug:kind>", views.paper, name="course-paper"),
    path("development/<id:organization>/", views.of_organization, name="development-of"),
    path("development/<id:organization>/new/", views.apply, name="course-new"),
    path("development/<id:organization>/go-on/", views.go_on, name="course-go-on"),
]
