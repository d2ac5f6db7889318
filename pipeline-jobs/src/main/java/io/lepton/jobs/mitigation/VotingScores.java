package io.lepton.jobs.mitigation;

import io.lepton.fairness.reductions.ConstantModel;
import io.lepton.fairness.reductions.RandomizedModel;
import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import io.lepton.training.scoring.CompiledModel;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Transformer;

/**
 * Scores what a randomized model of two classes says on average, block by block: the weighted mean of its members' probabilities, and, if
 * asked, the weights of the members that decide for each class behind it.
 *
 * @param weights one a member
 * @param always weight of members that decide for class 1 whatever the row
 * @param tellsDecision whether the expected decision follows the probabilities
 */
record VotingScores(List<ScoringModel> members, List<Double> weights, double always, boolean tellsDecision)
        implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    VotingScores {
        members = List.copyOf(members);
        weights = List.copyOf(weights);
    }

    /** Absent where a member only knows how to transform, or all decide the same about everybody. */
    static Optional<ScoringModel> of(RandomizedModel model, boolean tellsDecision) {
        List<ScoringModel> members = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        double always = 0;
        for (int i = 0; i < model.models().size(); i++) {
            Transformer member = model.models().get(i);
            double weight = model.weights().get(i);
            if (member instanceof ConstantModel constant) {
                always += weight * (double) constant.getOrDefault(constant.value());
                continue;
            }
            Optional<ScoringModel> compiled = CompiledModel.of(member);
            if (compiled.isEmpty()) {
                return Optional.empty();
            }
            members.add(compiled.get());
            weights.add(weight);
        }
        return members.isEmpty()
                ? Optional.empty()
                : Optional.of(new VotingScores(members, weights, always, tellsDecision));
    }

    @Override
    public int features() {
        return members.get(0).features();
    }

    @Override
    public int outputs() {
        return tellsDecision ? 4 : 2;
    }

    @Override
    public Scorer scorer() {
        List<Scorer> scorers = members.stream().map(ScoringModel::scorer).toList();
        double[] ofMember = new double[2 * FeatureBlock.ROWS];
        int outputs = outputs();
        return (block, predictions) -> {
            Arrays.fill(predictions, 0, outputs * block.rows(), always);
            for (int m = 0; m < scorers.size(); m++) {
                scorers.get(m).predict(block, ofMember);
                double weight = weights.get(m);
                for (int row = 0; row < block.rows(); row++) {
                    double positive = ofMember[2 * row + 1];
                    predictions[outputs * row + 1] += weight * positive;
                    if (tellsDecision && positive > ofMember[2 * row]) {
                        predictions[outputs * row + 3] += weight;
                    }
                }
            }
            for (int at = 0; at < outputs * block.rows(); at += 2) {
                predictions[at] = 1 - predictions[at + 1];
            }
        };
    }
}
