"""One workflow with one step, on the root page, so that every present and future language has it."""

from django.db import migrations


def assign(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Task = apps.get_model("wagtailcore", "Task")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    QualityControlTask = apps.get_model("scm_moderation", "QualityControlTask")

    Workflow.objects.update(active=False)
    Task.objects.update(active=False)
    WorkflowPage.objects.all().delete()
    content_type, _ = ContentType.objects.get_or_create(app_label="scm_moderation", model="qualitycontroltask")
    task = QualityControlTask.objects.create(name="Quality control", active=True, content_type=content_type)
    workflow = Workflow.objects.create(name="Quality control by the SCM Secretariat", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(depth=1))


class Migration(migrations.Migration):
    dependencies = [
        ("scm_moderation", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(assign, migrations.RunPython.noop)]
