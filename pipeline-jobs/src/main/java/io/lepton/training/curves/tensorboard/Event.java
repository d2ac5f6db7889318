package io.lepton.training.curves.tensorboard;

import io.lepton.training.curves.CurvePoint;

/** The events of a curve, encoded: messages {@code Event} of {@code tensorflow/core/util/event.proto}. */
final class Event {
    static final int WALL_TIME = 1;
    static final int STEP = 2;
    static final int SUMMARY = 5;
    static final int SESSION_LOG = 7;

    static final int VALUE_TAG = 1;
    static final int VALUE_SIMPLE = 2;

    private static final int FILE_VERSION = 3;
    private static final int SUMMARY_VALUE = 1;
    private static final int SESSION_STATUS = 1;
    private static final long SESSION_START = 1;

    private Event() {}

    /** What a file begins with. */
    static byte[] version(long millis) {
        return at(millis).text(FILE_VERSION, "brain.Event:2").encoded();
    }

    /** Says that steps from this one on are taken anew: a reader forgets what earlier files hold of them. */
    static byte[] start(long millis, int step) {
        return at(millis)
                .number(STEP, (long) step)
                .message(SESSION_LOG, new Message().number(SESSION_STATUS, SESSION_START))
                .encoded();
    }

    /** The values of a point, each under its metric's name, in single precision. */
    static byte[] scalars(CurvePoint point) {
        Message summary = new Message();
        point.values()
                .forEach((metric, value) -> summary.message(
                        SUMMARY_VALUE, new Message().text(VALUE_TAG, metric).number(VALUE_SIMPLE, value.floatValue())));
        return at(point.millis())
                .number(STEP, (long) point.step())
                .message(SUMMARY, summary)
                .encoded();
    }

    /** In seconds. */
    private static Message at(long millis) {
        return new Message().number(WALL_TIME, millis / 1000.0);
    }
}
