"""OppDesk: sales opportunities on the salesperson's own laptop.

Layers, each may import those below it: app; ui; services; storage | exchange | reports; domain; i18n.
PySide6 only in ui and app, SQLAlchemy only in storage; ui never imports storage. A test holds this.
"""

__version__ = "0.1.0"
