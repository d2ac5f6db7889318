package io.lepton.training.neural.steps;

import java.util.ArrayList;
import java.util.List;

/**
 * Adam's steps (Kingma and Ba, 2015), with a penalty on weights in the gradient or with decoupled decay of weights (Loshchilov and Hutter,
 * 2019). Moments are those of runs of parameters that lie together: the first moments of a run, then its second ones, as DeepLearning4J has
 * them. Running figures move by what stands in the gradient for them.
 */
public final class Adam {
    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;
    private static final float EPSILON = 1e-8f;

    /** Parts that share a run of moments. */
    private final List<List<Part>> runs;

    private final boolean isDecoupled;
    private final float decay;
    private final float[] moments;

    /**
     * @param parts of the parameters, in order and without gaps
     * @param isDecoupled whether weights decay beside the gradient's step, by the learning rate
     * @param decay of weights; of biases and the like, there is none
     */
    public Adam(List<Part> parts, boolean isDecoupled, double decay) {
        this.runs = runs(parts);
        this.isDecoupled = isDecoupled;
        this.decay = (float) decay;
        this.moments = new float
                [2 * parts.stream().filter(Part::learns).mapToInt(Part::length).reduce(0, Math::addExact)];
    }

    /** Parameters of one kind that lie together. */
    public record Part(Kind kind, int length) {
        boolean learns() {
            return kind != Kind.RUNNING;
        }
    }

    /** How parameters change. */
    public enum Kind {
        WEIGHTS,
        /** Biases, gains and shifts. */
        OTHERS,
        /** What was seen of the data. */
        RUNNING
    }

    /** Moments, to be read and written. */
    public float[] moments() {
        return moments;
    }

    /**
     * Changes parameters by a batch's gradient.
     *
     * @param gradient added up over the batch's rows; overwritten
     * @param rows of the batch
     * @param step from 1 on
     */
    public void step(float[] parameters, float[] gradient, int rows, double rate, int step) {
        float corrected = (float) (rate * Math.sqrt(1 - Math.pow(SECOND, step)) / (1 - Math.pow(FIRST, step)));
        int at = 0;
        int momentsAt = 0;
        for (List<Part> run : runs) {
            int length = run.stream().mapToInt(Part::length).sum();
            boolean learns = run.get(0).learns();
            int firstMoment = momentsAt;
            for (Part part : run) {
                if (!learns) {
                    subtract(parameters, gradient, at, part.length());
                } else {
                    boolean decays = part.kind() == Kind.WEIGHTS && decay > 0;
                    prepare(parameters, gradient, at, part.length(), 1f / rows, decays && !isDecoupled ? decay : 0);
                    float kept = decays && isDecoupled ? (float) (1 - decay * rate) : 1;
                    move(parameters, gradient, at, part.length(), firstMoment, length, corrected, kept);
                    firstMoment += part.length();
                }
                at += part.length();
            }
            momentsAt += learns ? 2 * length : 0;
        }
    }

    private static List<List<Part>> runs(List<Part> parts) {
        List<List<Part>> runs = new ArrayList<>();
        for (Part part : parts) {
            boolean continues =
                    !runs.isEmpty() && runs.get(runs.size() - 1).get(0).learns() == part.learns();
            if (!continues) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(part);
        }
        return runs;
    }

    private static void subtract(float[] parameters, float[] gradient, int at, int length) {
        for (int i = at; i < at + length; i++) {
            parameters[i] -= gradient[i];
        }
    }

    private static void prepare(float[] parameters, float[] gradient, int at, int length, float share, float penalty) {
        for (int i = at; i < at + length; i++) {
            gradient[i] = gradient[i] * share + penalty * parameters[i];
        }
    }

    private void move(
            float[] parameters, float[] gradient, int at, int length, int first, int apart, float rate, float kept) {
        float left = (float) FIRST;
        float leftOfSquares = (float) SECOND;
        for (int i = 0; i < length; i++) {
            float slope = gradient[at + i];
            moments[first + i] = left * moments[first + i] + (1 - left) * slope;
            moments[first + apart + i] =
                    leftOfSquares * moments[first + apart + i] + (1 - leftOfSquares) * slope * slope;
        }
        for (int i = 0; i < length; i++) {
            float root = (float) Math.sqrt(moments[first + apart + i]);
            parameters[at + i] = kept * parameters[at + i] - rate * moments[first + i] / (root + EPSILON);
        }
    }
}
