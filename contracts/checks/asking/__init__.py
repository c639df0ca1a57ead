"""How a deployment is asked: politely, within limits, and every answer read without doubt."""
