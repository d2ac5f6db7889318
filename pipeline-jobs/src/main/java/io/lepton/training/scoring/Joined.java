package io.lepton.training.scoring;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import io.lepton.training.stages.Combination;
import java.io.Serial;
import java.util.List;

/** Several models and the rule that joins what they say of a row. */
record Joined(List<ScoringModel> members, Combination combination) implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    Joined {
        members = List.copyOf(members);
    }

    @Override
    public int features() {
        return members.get(0).features();
    }

    @Override
    public int outputs() {
        return Math.max(1, combination.classes());
    }

    @Override
    public Scorer scorer() {
        List<Scorer> scorers = members.stream().map(ScoringModel::scorer).toList();
        int outputs = outputs();
        double[][] ofMembers = new double[members.size()][];
        double[][] ofRow = new double[members.size()][];
        for (int m = 0; m < ofRow.length; m++) {
            ofRow[m] = new double[members.get(m).outputs()];
            ofMembers[m] = new double[ofRow[m].length * FeatureBlock.ROWS];
        }
        double[] joined = new double[outputs];
        double[] inputs = new double[combination.inputs(members.size())];
        return (block, predictions) -> {
            for (int m = 0; m < ofMembers.length; m++) {
                scorers.get(m).predict(block, ofMembers[m]);
            }
            for (int row = 0; row < block.rows(); row++) {
                for (int m = 0; m < ofRow.length; m++) {
                    System.arraycopy(ofMembers[m], row * ofRow[m].length, ofRow[m], 0, ofRow[m].length);
                }
                combination.combine(ofRow, inputs, joined);
                System.arraycopy(joined, 0, predictions, row * outputs, outputs);
            }
        };
    }
}
