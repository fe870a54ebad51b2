"""Addresses of creations and of the catalogue."""

from django.urls import include, path

from .views import catalog, creation, editing, embedding, gallery, instructions, moderating, social, studio

_one = [
    path("", creation.creation, name="creation"),
    path("embed/", embedding.embed, name="creation_embed"),
    path("progress/", creation.progress, name="creation_progress"),
    path("draw/", editing.draw_again, name="creation_draw"),
    path("lineage/", creation.lineage_page, name="creation_lineage"),
    path("history/", creation.history, name="creation_history"),
    path("compare/", creation.compare, name="creation_compare"),
    path("revisions/<int:number>/model.mpd", creation.download, name="revision_model"),
    path("revisions/<int:number>/parts/<str:name>/", creation.parts_list, name="revision_parts"),
    path("revisions/<int:number>/instructions/", instructions.instructions, name="revision_instructions"),
    path("revisions/<int:number>/instructions/pdf/", instructions.pdf, name="instructions_pdf"),
    path("revisions/<int:number>/instructions/pdf/<str:paper>/", instructions.pdf_file, name="instructions_pdf_file"),
    path("revisions/<int:number>/restore/", editing.restore, name="revision_restore"),
    path("revisions/add/", editing.add_revision, name="revision_add"),
    path("edit/", editing.edit, name="creation_edit"),
    path("pictures/add/", editing.add_picture, name="picture_add"),
    path("pictures/change/", editing.change_picture, name="picture_change"),
    path("delete/", editing.delete, name="creation_delete"),
    path("hide/", moderating.hide, name="creation_hide"),
    path("hide/lift/", moderating.lift_hiding, name="creation_lift_hiding"),
    path("fork/", editing.fork, name="creation_fork"),
    path("studio/", studio.studio, name="studio"),
    path("studio/document/", studio.document, name="studio_document"),
    path("studio/changes/", studio.changes, name="studio_changes"),
    path("studio/meshes/", studio.meshes, name="studio_meshes"),
    path("studio/save/", studio.save, name="studio_save"),
    path("studio/both/", studio.both, name="studio_both"),
    path("studio/copy/", studio.copy, name="studio_copy"),
    path("studio/publish/", studio.publish, name="studio_publish"),
    path("like/", social.like, name="creation_like"),
    path("collect/", social.collect, name="creation_collect"),
    path("build/", social.build, name="creation_build"),
]

urlpatterns = [
    path("creations/", gallery.gallery_page, name="gallery"),
    path("studio/", studio.begin, name="studio_begin"),
    path("studio/parts/", studio.parts, name="studio_parts"),
    path("studio/read/", studio.read_file, name="studio_read"),
    path("studio/lists/<str:name>/", studio.list_file, name="studio_list"),
    path("oembed/", embedding.oembed, name="oembed"),
    path("upload/", editing.upload, name="upload"),
    path("collections/", social.collections, name="collections"),
    path("collections/<int:pk>/", social.collection, name="collection"),
    path("collections/<int:pk>/change/", social.change_collection, name="collection_change"),
    path("builds/<int:pk>/delete/", social.delete_build, name="build_delete"),
    path("parts/", catalog.parts, name="parts"),
    path("parts/<str:pk>/", catalog.part, name="part"),
    path("parts/<str:pk>/<int:colour>.webp", catalog.part_picture, name="part_picture"),
    path("colours/", catalog.colours, name="colours"),
    path("@<str:username>/<slug:slug>/", include(_one)),
]
