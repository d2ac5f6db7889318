package io.lepton.training.neural;

import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import java.io.Serial;

/** A divided network, for blocks of rows. */
record DividedScoring(DividedNetwork network) implements ScoringModel {
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
        PartwiseEvaluator evaluator = new PartwiseEvaluator(network);
        NetworkLink link = link();
        return (block, predictions) -> {
            float[][] sums = evaluator.outputs(block);
            for (int row = 0; row < block.rows(); row++) {
                link.write(sums[row], predictions, row * link.outputs());
            }
        };
    }

    private NetworkLink link() {
        return new NetworkLink(network.parts().shape(), network.encoding().scaling());
    }
}
