package io.lepton.training.compression;

import io.lepton.error.LeptonException;
import io.lepton.inference.ScoringModel;
import io.lepton.training.scoring.CompiledModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;

/**
 * Looks for the smallest model that is nearly as good: fewer trees (the first ones), and trees without the splits that gain least. What is tried
 * is measured on one half of the held-out rows; the smallest that loses no more than it may there is measured on the other half, and taken if that
 * holds there, too, or else the next larger one.
 *
 * @param mostLoss of quality, see {@link HeldOutRows#quality}
 */
public record Compression(double mostLoss) {
    private static final List<Double> TREES = List.of(1.0, 0.75, 0.5, 0.35, 0.25, 0.15, 0.1);
    private static final List<Double> SPLITS = List.of(0.0, 0.25, 0.5, 0.65, 0.8, 0.9, 0.95);
    private static final int TURNS = 5;

    /**
     * A model and how it did.
     *
     * @param strength what was taken away
     * @param trees that it has
     * @param nodes of all of them
     * @param quality on rows that it was not chosen by
     * @param nanosPerRow to score rows in memory, on one core
     */
    public record Measured(
            PipelineModel model, Strength strength, int trees, long nodes, double quality, double nanosPerRow) {}

    /** The model as it was, and the one to take its place; absent where none is smaller and good enough. */
    public record Outcome(Measured before, Optional<Measured> after) {}

    /** A smaller model that was good enough on the first half of the rows. */
    private record Candidate(PipelineModel model, ScoringModel scoring, Strength strength, SmallerModel.Size size) {}

    /**
     * Compresses a model.
     *
     * @param model as it was registered
     * @throws LeptonException configuration, where it has no trees, or scores by no compiled evaluator; data, where there are too few rows
     */
    public Outcome of(PipelineModel model, HeldOutRows rows) {
        HeldOutRows chosenBy = rows.half(0);
        HeldOutRows measuredBy = rows.half(1);
        ScoringModel scoring = compiled(model);
        double quality = chosenBy.quality(scoring);
        double qualityBefore = measuredBy.quality(scoring);
        if (Double.isNaN(quality) || Double.isNaN(qualityBefore)) {
            throw LeptonException.data("Cannot compress the model: among the " + rows.rows()
                    + " held-out rows some half has no two labels to tell apart. Hold out more rows (train.split).");
        }
        SmallerModel.Size size = new SmallerModel(model).size();
        if (size.trees() == 0) {
            throw LeptonException.configuration(
                    "Cannot compress the model: it has no trees, and only trees are cut back.");
        }
        List<Candidate> candidates = candidates(model, chosenBy, quality, size);
        candidates.sort(Comparator.comparingLong(candidate -> candidate.size().nodes()));
        Optional<Candidate> chosen = candidates.stream()
                .filter(candidate -> qualityBefore - measuredBy.quality(candidate.scoring()) <= mostLoss)
                .findFirst();
        Measured before = new Measured(
                model, Strength.NONE, size.trees(), size.nodes(), qualityBefore, nanosPerRow(rows, scoring));
        return new Outcome(
                before,
                chosen.map(found -> new Measured(
                        found.model(),
                        found.strength(),
                        found.size().trees(),
                        found.size().nodes(),
                        measuredBy.quality(found.scoring()),
                        nanosPerRow(rows, found.scoring()))));
    }

    private List<Candidate> candidates(PipelineModel model, HeldOutRows rows, double quality, SmallerModel.Size size) {
        List<Candidate> candidates = new ArrayList<>();
        for (double trees : TREES) {
            for (double splits : SPLITS) {
                Strength strength = new Strength(trees, splits);
                PipelineModel smaller = (PipelineModel) new SmallerModel(model).cut(strength);
                SmallerModel.Size smallerSize = new SmallerModel(smaller).size();
                ScoringModel scoring = compiled(smaller);
                boolean goodEnough = quality - rows.quality(scoring) <= mostLoss;
                if (goodEnough && smallerSize.nodes() < size.nodes()) {
                    candidates.add(new Candidate(smaller, scoring, strength, smallerSize));
                }
                if (!goodEnough) {
                    // What takes away more of the same trees is worse still.
                    break;
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
