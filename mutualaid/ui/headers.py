"""What every answer says to the browser, beyond its content."""


def quiet_headers(get_response):
    return get_response
