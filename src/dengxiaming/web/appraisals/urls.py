"""The addresses of appraisals and of what follows 不合格."""

from django.urls import path

from dengxiaming.web.appraisals import disposing, handing, opinions, own, views

urlpatterns = [
    path("appraisals/of/<id:organization>/", views.of_organization, name="appraisals-of"),
    path("appraisals/<id:code>/", views.appraisal, name="appraisal"),
    path("appraisals/<id:code>/do/", views.do, name="appraisal-do"),
    path("appraisals/<id:code>/mine/", own.mine, name="appraisal-mine"),
    path("appraisals/<id:code>/mine/kept/", own.kept, name="appraisal-kept"),
    path("appraisals/<id:code>/mine/form.<slug:kind>", handing.own_form, name="appraisal-mine-form"),
    path("appraisals/<id:code>/results.<slug:kind>", handing.results, name="appraisal-results"),
    path("appraisals/<id:code>/members/<id:member>/", opinions.opinion, name="appraisal-opinion"),
    path("appraisals/<id:code>/members/<id:member>/form.<slug:kind>", handing.form, name="appraisal-form"),
    path("appraisals/<id:code>/members/<id:member>/unqualified/", opinions.unqualified, name="appraisal-unqualified"),
    path("disposals/of/<id:trigger>/", disposing.begin, name="disposal-begin"),
    path("disposals/<id:code>/", disposing.disposal, name="disposal"),
    path("disposals/<id:code>/step/", disposing.step, name="disposal-step"),
    path("disposals/<id:code>/approve/", disposing.approve, name="disposal-approve"),
    path("disposals/waiting/<id:organization>/", disposing.waiting, name="disposals-waiting"),
]
