package io.lepton.privacy.recoding;

import java.util.Arrays;

/** States of many groups of combinations over all attributes, in one array, and their costs summed over the attributes. */
final class Groups {
    private final Attribute[] attributes;
    private final double[] weights;
    private final int[] offsets;
    private final int stride;
    private final long[] states;

    Groups(Combinations combinations, int capacity) {
        this.attributes = combinations.attributes().toArray(Attribute[]::new);
        this.weights = combinations.weights();
        this.offsets = new int[attributes.length];
        int words = 0;
        for (int a = 0; a < attributes.length; a++) {
            offsets[a] = words;
            words += attributes[a].words();
        }
        this.stride = words;
        this.states = new long[Math.multiplyExact(capacity, stride)];
    }

    /** A group for each combination, in their order. */
    static Groups singles(Combinations combinations) {
        Groups groups = new Groups(combinations, combinations.size());
        for (int combination = 0; combination < combinations.size(); combination++) {
            for (int a = 0; a < groups.attributes.length; a++) {
                groups.attributes[a].single(
                        combinations.codes()[a][combination],
                        groups.states,
                        combination * groups.stride + groups.offsets[a]);
            }
        }
        return groups;
    }

    void copy(int group, Groups from, int other) {
        System.arraycopy(from.states, other * stride, states, group * stride, stride);
    }

    void unite(int group, Groups from, int other) {
        int at = group * stride;
        int otherAt = other * stride;
        for (int a = 0; a < attributes.length; a++) {
            attributes[a].unite(states, at + offsets[a], from.states, otherAt + offsets[a]);
        }
    }

    double loss(int group) {
        double sum = 0;
        for (int a = 0; a < attributes.length; a++) {
            sum += weights[a] * attributes[a].loss(states, group * stride + offsets[a]);
        }
        return sum;
    }

    /** Without its weight. */
    double loss(int group, int attribute) {
        return attributes[attribute].loss(states, group * stride + offsets[attribute]);
    }

    double jointLoss(int group, Groups from, int other) {
        double sum = 0;
        int at = group * stride;
        int otherAt = other * stride;
        for (int a = 0; a < attributes.length; a++) {
            sum += weights[a] * attributes[a].jointLoss(states, at + offsets[a], from.states, otherAt + offsets[a]);
        }
        return sum;
    }

    long[] state(int group, int attribute) {
        int from = group * stride + offsets[attribute];
        return Arrays.copyOfRange(states, from, from + attributes[attribute].words());
    }

    /** What a row costs of which nothing is published. */
    double wholeLoss() {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }

    int[] ranks(int group, int attribute, int[] present, long[] rows) {
        return attributes[attribute].ranks(states, group * stride + offsets[attribute], present, rows);
    }
}
