SOURCES = ["mjpeg", "rtsp-tcp"]
