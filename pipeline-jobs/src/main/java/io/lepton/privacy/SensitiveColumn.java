package io.lepton.privacy;

import java.util.Optional;

/**
 * A column whose value nobody is to learn of a person whose class they found. A missing value is a value of its own.
 *
 * @param diversity how many values a class holds at least
 * @param closeness how much a class may differ from the whole table at most
 */
public record SensitiveColumn(String column, Optional<Diversity> diversity, Optional<Closeness> closeness) {

    /** How the values of a class are counted. */
    public enum Counting {
        /** At least l different values. */
        DISTINCT,
        /** Entropy at least ln l. */
        ENTROPY,
        /** The most frequent is rarer than c times all from the l-th most frequent on. */
        RECURSIVE
    }

    /**
     * l-diversity (Machanavajjhala et al., TKDD 2007).
     *
     * @param l 1 or more; whole but for entropy
     * @param c above 0; for recursive counting only
     */
    public record Diversity(Counting counting, double l, double c) {}

    /** What the distance between two values is. */
    public enum Ground {
        /** 1 between any two. */
        EQUAL,
        /** Steps between them in the order of numbers or dates, divided by all steps. */
        ORDERED,
        /** Height of the lowest node above both, divided by the tree's. */
        HIERARCHICAL
    }

    /**
     * t-closeness (Li, Li and Venkatasubramanian, ICDE 2007).
     *
     * @param t greatest earth mover's distance of a class to the table, 0 to 1
     * @param hierarchy for {@link Ground#HIERARCHICAL}
     */
    public record Closeness(double t, Ground ground, Optional<Hierarchy> hierarchy) {}

    public static SensitiveColumn distinct(String column, int l) {
        return diverse(column, new Diversity(Counting.DISTINCT, l, 0));
    }

    public static SensitiveColumn diverse(String column, Diversity diversity) {
        return new SensitiveColumn(column, Optional.of(diversity), Optional.empty());
    }

    public static SensitiveColumn close(String column, double t, Ground ground) {
        return new SensitiveColumn(column, Optional.empty(), Optional.of(new Closeness(t, ground, Optional.empty())));
    }
}
