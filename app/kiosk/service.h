/*
 * What the kiosk tells the service manager that started it (systemd): that it
 * is there, that it still turns, that it ends.
 *
 * One datagram to the socket that $NOTIFY_SOCKET names, as sd_notify(3) sends
 * it. Without such a manager all of this does nothing. Main thread only: what
 * is told is that this thread lives.
 */
#ifndef VZ_KIOSK_SERVICE_H
#define VZ_KIOSK_SERVICE_H

#include <stdint.h>

// Zeroed = nobody listens.
struct vz_service {
    char address[108]; // of the socket, "" = none; '@' leads an abstract one
    int64_t every_ms;  // between two signs of life; 0 = none are asked for
    int64_t due;       // monotonic ms of the next one; 0 = none
};

// Reads $NOTIFY_SOCKET and $WATCHDOG_USEC and takes them out of the
// environment, so that no child speaks in the kiosk's name.
void vz_service_init(struct vz_service *service);
// The first picture is shown. Signs of life are due from now on.
void vz_service_ready(struct vz_service *service);
// Gives the sign of life that is due.
void vz_service_tick(struct vz_service *service, int64_t now);
void vz_service_stopping(struct vz_service *service);

#endif
