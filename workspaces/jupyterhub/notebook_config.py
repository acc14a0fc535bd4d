"""How a notebook server in a workspace differs from the usual one: no terminal, and no file by its address."""

from notebook.base.handlers import IPythonHandler
from tornado import web

c = get_config()  # noqa: F821


class NoFiles(IPythonHandler):
    """Files leave through output checking; here none is handed to a browser as a download."""

    def get(self, *_):
        raise web.HTTPError(403, "Files leave through output checking: make a request in the portal.")

    head = get


c.ContentsManager.files_handler_class = NoFiles
c.ContentsManager.allow_hidden = False
c.NotebookApp.terminals_enabled = False
c.NotebookApp.notebook_dir = "/tmp"
c.NotebookApp.open_browser = False
c.FileContentsManager.use_atomic_writing = False
