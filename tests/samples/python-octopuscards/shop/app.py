from flask import Flask

from shop.octopus.hooks import bp
from shop.octopus.session import OctopusSession


def create_app():
    app = Flask(__name__)
    app.config.from_object("shop.config.Config")
    app.extensions["octopus"] = OctopusSession(
        app.config["OCTOPUSCARDS_BASE_URL"],
        app.config["OCTOPUSCARDS_API_KEY"],
        app.config["OCTOPUSCARDS_API_SECRET"],
    )
    app.register_blueprint(bp)
    return app
