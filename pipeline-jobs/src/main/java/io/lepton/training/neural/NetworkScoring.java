package io.lepton.training.neural;

import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import java.io.Serial;

/** A trained network, for blocks of rows. */
record NetworkScoring(Network network) implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public int features() {
        return network.encoding().features();
    }

    @Override
    public int outputs() {
        return link().outputs();
    }

    @Override
    public Scorer scorer() {
        FeedForward.BlockEvaluator evaluator = new FeedForward(network).new BlockEvaluator();
        NetworkLink link = link();
        return (block, predictions) -> {
            for (int first = 0; first < block.rows(); first += FeedForward.BlockEvaluator.ROWS) {
                int rows = Math.min(FeedForward.BlockEvaluator.ROWS, block.rows() - first);
                float[][] sums = evaluator.outputs(block, first, rows);
                for (int row = 0; row < rows; row++) {
                    link.write(sums[row], predictions, (first + row) * link.outputs());
                }
            }
        };
    }

    private NetworkLink link() {
        return new NetworkLink(network.shape(), network.encoding().scaling());
    }
}
