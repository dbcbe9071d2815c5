"""Is the site up, and can it answer?"""

app_name = "ops"
urlpatterns = []
