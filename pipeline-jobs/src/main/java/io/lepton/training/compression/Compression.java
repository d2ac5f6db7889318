package io.lepton.training.compression;

import io.lepton.error.LeptonException;
import io.lepton.inference.ScoringModel;
import io.lepton.training.scoring.CompiledModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Looks for the smallest model that is nearly as good: fewer trees (the first ones), trees without the splits that gain least, fewer thresholds;
 * networks without the units that matter least, and with integers for weights. What is tried is measured on one half of the held-out rows; the smallest that loses no more than it may there is measured on the other half, and taken if that
 * holds there, too, or else the next larger one.
 *
 * @param mostLoss of quality, see {@link HeldOutRows#quality}
 */
public record Compression(double mostLoss) {
    private static final List<Double> TREES = List.of(1.0, 0.75, 0.5, 0.35, 0.25, 0.15, 0.1);
    private static final List<Double> SPLITS = List.of(0.0, 0.25, 0.5, 0.65, 0.8, 0.9, 0.95);
    private static final List<Integer> BINS = List.of(ThresholdBins.OF_A_BYTE, 64, 32, 16);
    private static final List<Double> UNITS = List.of(1.0, 0.75, 0.5, 0.35, 0.25, 0.15);
    private static final int TURNS = 5;

    /**
     * A model and how it did.
     *
     * @param strength what was taken away
     * @param quality on rows that it was not chosen by
     * @param nanosPerRow to score rows in memory, on one core
     */
    public record Measured(PipelineModel model, Strength strength, Size size, double quality, double nanosPerRow) {}

    /** The model as it was, and the one to take its place; absent where none is smaller and good enough. */
    public record Outcome(Measured before, Optional<Measured> after) {}

    /** A smaller model, which is made again when it is looked at: all of them at a time could fill the memory. */
    private record Candidate(Strength strength, Size size) {}

    /**
     * Compresses a model.
     *
     * @param model as it was registered
     * @param rows that it did not learn from
     * @param training features (vector), label and weight of the rows that it learned from: networks learn from them once more
     * @throws LeptonException configuration, where it has neither trees nor networks, a network whose layers are split, or scores by no
     *     compiled evaluator; data, where there are too few rows
     */
    public Outcome of(PipelineModel model, HeldOutRows rows, Dataset<Row> training) {
        if (new SmallerModel(model).hasLayersInParts()) {
            throw LeptonException.configuration(
                    "Cannot compress the model: layers of its network were split among workers"
                            + " (split-wider-than), and no units can be taken from layers in parts. Train a network of narrower layers"
                            + " (neural-network.hidden), or leave split-wider-than out if one worker has room for the layers.");
        }
        HeldOutRows chosenBy = rows.half(0);
        HeldOutRows measuredBy = rows.half(1);
        ScoringModel scoring = compiled(model);
        double quality = chosenBy.quality(scoring);
        double qualityBefore = measuredBy.quality(scoring);
        if (Double.isNaN(quality) || Double.isNaN(qualityBefore)) {
            throw LeptonException.data("Cannot compress the model: among the " + rows.rows()
                    + " held-out rows some half has no two labels to tell apart. Hold out more rows (train.split).");
        }
        Size size = new SmallerModel(model).size();
        if (size.trees() == 0 && size.weights() == 0) {
            throw LeptonException.configuration("Cannot compress the model: it has neither trees nor networks,"
                    + " and only they can be cut back.");
        }
        NetworkCuts networks = new NetworkCuts(training);
        Function<Strength, PipelineModel> cut =
                strength -> (PipelineModel) new SmallerModel(model).cut(strength, networks);
        Predicate<Strength> goodEnough =
                strength -> quality - chosenBy.quality(compiled(cut.apply(strength))) <= mostLoss;
        Optional<Candidate> chosen = candidates(size, cut, goodEnough).stream()
                .sorted(Comparator.comparingLong(
                                (Candidate candidate) -> candidate.size().bytes())
                        .thenComparing(candidate -> candidate.strength().bins()))
                // How many thresholds are left is known when the trees are made.
                .filter(candidate ->
                        new SmallerModel(cut.apply(candidate.strength())).size().bytes() < size.bytes())
                .filter(candidate -> goodEnough.test(candidate.strength()))
                .filter(candidate ->
                        qualityBefore - measuredBy.quality(compiled(cut.apply(candidate.strength()))) <= mostLoss)
                .findFirst();
        return new Outcome(
                measured(model, Strength.NONE, measuredBy, rows),
                chosen.map(found -> measured(cut.apply(found.strength()), found.strength(), measuredBy, rows)));
    }

    private static Measured measured(PipelineModel model, Strength strength, HeldOutRows measuredBy, HeldOutRows rows) {
        ScoringModel scoring = compiled(model);
        return new Measured(
                model,
                strength,
                new SmallerModel(model).size(),
                measuredBy.quality(scoring),
                nanosPerRow(rows, scoring));
    }

    /** Of what trees can lose, and what networks can, as long as the rest stays, all pairs. */
    private static List<Candidate> candidates(
            Size size, Function<Strength, PipelineModel> cut, Predicate<Strength> goodEnough) {
        // Each of a row takes away more than the one before, and is worse: after the first that is not good enough none
        // is looked at.
        List<Strength> ofTrees = size.trees() == 0
                ? List.of(Strength.NONE)
                : TREES.stream()
                        .flatMap(trees -> SPLITS.stream()
                                .map(splits -> Strength.ofTrees(trees, splits))
                                .takeWhile(goodEnough))
                        .toList();
        List<Strength> ofNetworks = size.weights() == 0
                ? List.of(Strength.NONE)
                : Stream.of(false, true)
                        .flatMap(int8 -> UNITS.stream()
                                .map(units -> Strength.ofNetworks(units, int8))
                                .takeWhile(goodEnough))
                        .toList();
        // What trees and networks take adds up: no pair needs to be made to be weighed.
        Map<Strength, Size> sizes = new HashMap<>();
        ofTrees.forEach(trees ->
                sizes.put(trees, new SmallerModel(cut.apply(trees)).size().ofTrees()));
        ofNetworks.forEach(networks -> sizes.merge(
                networks, new SmallerModel(cut.apply(networks)).size().ofNetworks(), Size::plus));
        List<Candidate> candidates = new ArrayList<>();
        for (Strength trees : ofTrees) {
            for (int bins : size.thresholds() == 0 ? List.of(ThresholdBins.OF_A_BYTE) : BINS) {
                for (Strength networks : ofNetworks) {
                    candidates.add(new Candidate(
                            trees.withBins(bins).with(networks),
                            sizes.get(trees).ofTrees().plus(sizes.get(networks).ofNetworks())));
                }
            }
        }
        return candidates;
    }

    private static ScoringModel compiled(PipelineModel model) {
        return CompiledModel.of(model)
                .orElseThrow(() -> LeptonException.configuration(
                        "Cannot compress the model: it has parts that only stages of Spark ML know."));
    }

    private static double nanosPerRow(HeldOutRows rows, ScoringModel model) {
        double best = Double.POSITIVE_INFINITY;
        for (int turn = 0; turn < TURNS; turn++) {
            long start = System.nanoTime();
            rows.predictions(model);
            best = Math.min(best, (System.nanoTime() - start) / (double) rows.rows());
        }
        return best;
    }
}
