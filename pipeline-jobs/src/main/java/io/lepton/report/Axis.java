package io.lepton.report;

/** Round numbers for the axis of a chart. */
final class Axis {
    private Axis() {}

    /** A round number, 1, 2 or 5 times a power of ten, that fits into the range about so many times. */
    static double apart(double range, int ticks) {
        double raw = Math.max(range, 1e-9) / ticks;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double digit = raw / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    /** How many decimals tell such numbers apart. */
    static int decimals(double apart) {
        return Math.max(0, (int) Math.ceil(-Math.log10(apart) - 1e-9));
    }
}
