package io.lepton.training.curves.tensorboard;

import io.lepton.training.curves.CurvePoint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers the steps of a curve from the events of its files, in the order in which they were written. */
final class PastSteps {
    private final String curve;
    private final int steps;
    private final TreeMap<Integer, CurvePoint> points = new TreeMap<>();

    /** @param steps that will be taken, at most: files don't tell */
    PastSteps(String curve, int steps) {
        this.curve = curve;
        this.steps = steps;
    }

    void add(byte[] event) {
        int step = 0;
        double seconds = 0;
        Map<String, Double> values = new TreeMap<>();
        boolean starts = false;
        for (Field field : Field.of(event)) {
            switch (field.number()) {
                case Event.WALL_TIME -> seconds = field.asDouble();
                case Event.STEP -> step = (int) field.bits();
                case Event.SUMMARY -> Field.of(field.bytes()).forEach(value -> add(value, values));
                case Event.SESSION_LOG -> starts = true;
                default -> {}
            }
        }
        if (starts) {
            points.tailMap(step, true).clear();
        }
        if (!values.isEmpty()) {
            points.put(step, new CurvePoint(curve, step, steps, Math.round(seconds * 1000), values));
        }
    }

    private static void add(Field value, Map<String, Double> values) {
        String metric = "";
        double number = 0;
        for (Field field : Field.of(value.bytes())) {
            switch (field.number()) {
                case Event.VALUE_TAG -> metric = field.text();
                case Event.VALUE_SIMPLE -> number = field.asFloat();
                default -> {}
            }
        }
        values.put(metric, number);
    }

    List<CurvePoint> before(int step) {
        return List.copyOf(points.headMap(step).values());
    }
}
