package io.lepton.privacy.recoding;

import java.util.Arrays;

/** Which combinations are published alike, and as what. */
public final class Recoding {
    /** The class of combinations that are left out. */
    public static final int SUPPRESSED = -1;

    private final int[] classOf;
    private final int classes;
    private final Groups states;
    private final long rowsSuppressed;
    private final double[] lossByAttribute;

    private Recoding(int[] classOf, int classes, Groups states, long rowsSuppressed, double[] lossByAttribute) {
        this.classOf = classOf;
        this.classes = classes;
        this.states = states;
        this.rowsSuppressed = rowsSuppressed;
        this.lossByAttribute = lossByAttribute;
    }

    /**
     * Numbers the classes and measures what they lose.
     *
     * @param group any number by combination, the same for those that are published alike, from 0 and below the number of combinations;
     *     {@link #SUPPRESSED} for those left out
     */
    public static Recoding of(Combinations combinations, int[] group) {
        return of(combinations, Groups.singles(combinations), group);
    }

    static Recoding of(Combinations combinations, Groups singles, int[] group) {
        int[] numbers = new int[group.length];
        Arrays.fill(numbers, -1);
        int classes = 0;
        int[] classOf = new int[group.length];
        for (int i = 0; i < group.length; i++) {
            if (group[i] == SUPPRESSED) {
                classOf[i] = SUPPRESSED;
                continue;
            }
            if (numbers[group[i]] < 0) {
                numbers[group[i]] = classes++;
            }
            classOf[i] = numbers[group[i]];
        }
        Groups united = new Groups(combinations, classes);
        long[] rows = new long[classes];
        long suppressed = 0;
        for (int i = 0; i < classOf.length; i++) {
            if (classOf[i] < 0) {
                suppressed += combinations.counts()[i];
                continue;
            }
            if (rows[classOf[i]] == 0) {
                united.copy(classOf[i], singles, i);
            } else {
                united.unite(classOf[i], singles, i);
            }
            rows[classOf[i]] += combinations.counts()[i];
        }
        double[] loss = new double[combinations.attributes().size()];
        for (int a = 0; a < loss.length; a++) {
            double sum = suppressed;
            for (int c = 0; c < classes; c++) {
                sum += rows[c] * united.loss(c, a);
            }
            loss[a] = sum / combinations.rows();
        }
        return new Recoding(classOf, classes, united, suppressed, loss);
    }

    /** The class of a combination, from 0; {@link #SUPPRESSED} if it is left out. */
    public int classOf(int combination) {
        return classOf[combination];
    }

    /** How many classes there are. */
    public int classes() {
        return classes;
    }

    /** What a class holds of an attribute, as the attribute writes it. */
    public long[] state(int c, int attribute) {
        return states.state(c, attribute);
    }

    /** Rows of the combinations that are left out. */
    public long rowsSuppressed() {
        return rowsSuppressed;
    }

    /** Normalized certainty penalty of each attribute, 0 to 1, averaged over all rows; a row left out counts as 1. */
    public double[] lossByAttribute() {
        return lossByAttribute.clone();
    }
}
