package io.lepton.training.stages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The rule by which several models' outputs for one row become one. A member's output is its vector of class probabilities, or one
 * number for regression.
 */
public final class Combination implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Keeps logarithms of probabilities finite and one overconfident member from deciding alone. */
    private static final double SMALLEST_PROBABILITY = 1e-6;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The form of the rule. */
    public enum Kind {
        /** Weighted mean of probabilities. */
        AVERAGE_PROBABILITIES,
        /** Logistic (binary) or softmax (several classes) of a linear function of the members' {@link #logits}. */
        LOGISTIC,
        /** Intercept plus weighted sum of predicted numbers. */
        LINEAR
    }

    private final Kind kind;
    private final int classes;
    private final double[] intercepts;
    private final double[][] coefficients;

    /**
     * @param classes number of classes; 0 for regression
     * @param intercepts one (binary, regression) or one a class; empty for averages
     * @param coefficients one row an intercept, over the members (average, linear) or over {@link #logits}
     */
    public Combination(Kind kind, int classes, double[] intercepts, double[][] coefficients) {
        this.kind = kind;
        this.classes = classes;
        this.intercepts = intercepts.clone();
        this.coefficients = Arrays.stream(coefficients).map(double[]::clone).toArray(double[][]::new);
    }

    public Kind kind() {
        return kind;
    }

    public int classes() {
        return classes;
    }

    /** The rows of coefficients, a copy. */
    public double[][] coefficients() {
        return Arrays.stream(coefficients).map(double[]::clone).toArray(double[][]::new);
    }

    /** Joins the members' outputs into class probabilities, or into one number. */
    public double[] combine(double[][] outputs) {
        double[] joined = new double[Math.max(1, classes)];
        combine(outputs, new double[inputs(outputs.length)], joined);
        return joined;
    }

    /**
     * The same into an array, so that rows by the million make none.
     *
     * @param inputs of {@link #inputs} numbers, for this to work with
     */
    public void combine(double[][] outputs, double[] inputs, double[] joined) {
        switch (kind) {
            case AVERAGE_PROBABILITIES -> average(outputs, joined);
            case LOGISTIC -> {
                logits(outputs, classes, inputs);
                logistic(inputs, joined);
            }
            case LINEAR -> joined[0] = linear(outputs);
        }
    }

    /** Numbers that so many members' outputs become before they are joined. */
    public int inputs(int members) {
        return kind == Kind.LOGISTIC ? members * (classes == 2 ? 1 : classes) : 0;
    }

    /**
     * What stacking learns from: for two classes each member's log odds of class 1; for more, every member's log probabilities less
     * their mean. Probability vectors shorter than the number of classes count the absent classes as impossible.
     */
    public static double[] logits(double[][] outputs, int classes) {
        double[] logits = new double[outputs.length * (classes == 2 ? 1 : classes)];
        logits(outputs, classes, logits);
        return logits;
    }

    private static void logits(double[][] outputs, int classes, double[] to) {
        if (classes == 2) {
            for (int m = 0; m < outputs.length; m++) {
                double p = clipped(outputs[m], 1);
                to[m] = Math.log(p / (1 - p));
            }
            return;
        }
        for (int m = 0; m < outputs.length; m++) {
            double mean = 0;
            for (int k = 0; k < classes; k++) {
                to[m * classes + k] = Math.log(clipped(outputs[m], k));
                mean += to[m * classes + k] / classes;
            }
            for (int k = 0; k < classes; k++) {
                to[m * classes + k] -= mean;
            }
        }
    }

    private static double clipped(double[] probabilities, int index) {
        double p = index < probabilities.length ? probabilities[index] : 0;
        return Math.min(1 - SMALLEST_PROBABILITY, Math.max(SMALLEST_PROBABILITY, p));
    }

    private void average(double[][] outputs, double[] mean) {
        Arrays.fill(mean, 0);
        for (int m = 0; m < outputs.length; m++) {
            for (int k = 0; k < Math.min(classes, outputs[m].length); k++) {
                mean[k] += coefficients[0][m] * outputs[m][k];
            }
        }
    }

    private double linear(double[][] outputs) {
        double sum = intercepts[0];
        for (int m = 0; m < outputs.length; m++) {
            sum += coefficients[0][m] * outputs[m][0];
        }
        return sum;
    }

    private void logistic(double[] inputs, double[] probabilities) {
        if (intercepts.length == 1) {
            probabilities[1] = 1 / (1 + Math.exp(-margin(0, inputs)));
            probabilities[0] = 1 - probabilities[1];
            return;
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < intercepts.length; k++) {
            probabilities[k] = margin(k, inputs);
            largest = Math.max(largest, probabilities[k]);
        }
        double total = 0;
        for (int k = 0; k < intercepts.length; k++) {
            probabilities[k] = Math.exp(probabilities[k] - largest);
            total += probabilities[k];
        }
        for (int k = 0; k < intercepts.length; k++) {
            probabilities[k] /= total;
        }
    }

    private double margin(int k, double[] inputs) {
        double margin = intercepts[k];
        for (int i = 0; i < inputs.length; i++) {
            margin += coefficients[k][i] * inputs[i];
        }
        return margin;
    }

    /** As JSON, to be saved beside the members. */
    public ObjectNode toJson() {
        ObjectNode node = JSON.createObjectNode();
        node.put("kind", kind.name());
        node.put("classes", classes);
        node.set("intercepts", JSON.valueToTree(intercepts));
        node.set("coefficients", JSON.valueToTree(coefficients));
        return node;
    }

    /** Reads what {@link #toJson} wrote. */
    public static Combination fromJson(JsonNode node) {
        return new Combination(
                Kind.valueOf(node.get("kind").asText()),
                node.get("classes").asInt(),
                JSON.convertValue(node.get("intercepts"), double[].class),
                JSON.convertValue(node.get("coefficients"), double[][].class));
    }
}
