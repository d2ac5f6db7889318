package io.lepton.training.neural;

import io.lepton.training.neural.steps.Adam.Kind;
import io.lepton.training.neural.steps.Adam.Part;
import io.lepton.training.neural.steps.ChainStep;
import io.lepton.training.neural.steps.DenseStep;
import io.lepton.training.neural.steps.DropoutStep;
import io.lepton.training.neural.steps.LayerStep;
import io.lepton.training.neural.steps.NormalizationStep;
import io.lepton.training.neural.steps.RectifierStep;
import io.lepton.training.neural.steps.ResidualStep;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a shape, in the order of {@link NetworkShape#layers()}, as {@link NetworkGraph} has them.
 *
 * @param steps one after the other
 * @param parts of their parameters
 * @param draws of all dropouts
 */
record FlatLayers(List<LayerStep> steps, List<Part> parts, DropoutStep.Draws draws) {

    /**
     * @param zeros the codes of a row of zeros
     * @param dropout share of hidden units left out
     * @param peer tells which units of divided layers there are
     */
    static FlatLayers of(NetworkShape shape, float[] zeros, double dropout, LayerPeer peer) {
        return new Building(shape, zeros, dropout, peer).network();
    }

    private static final class Building {
        private final NetworkShape shape;
        private final float[] zeros;
        private final double dropout;
        private final LayerPeer peer;
        private final DropoutStep.Draws draws = new DropoutStep.Draws();
        private final List<Part> parts = new ArrayList<>();
        private int width;

        Building(NetworkShape shape, float[] zeros, double dropout, LayerPeer peer) {
            this.shape = shape;
            this.zeros = zeros;
            this.dropout = dropout;
            this.peer = peer;
            this.width = shape.input().features();
        }

        FlatLayers network() {
            List<LayerStep> steps = new ArrayList<>();
            if (shape.input().embeds()) {
                steps.add(features(FeatureLayout.embedding(shape.input())));
            }
            if (shape.isResidual()) {
                steps.add(dense(shape.width()));
                shape.hidden().forEach(units -> steps.add(block(units)));
                steps.add(normalization());
                steps.add(new RectifierStep());
            } else {
                for (int layer = 0; layer < shape.hidden().size(); layer++) {
                    if (layer > 0) {
                        addDropout(steps);
                    }
                    addHidden(steps, shape.hidden().get(layer));
                    if (shape.batchNormalization()) {
                        steps.add(normalization());
                    }
                    steps.add(new RectifierStep());
                }
            }
            if (!shape.hidden().isEmpty()) {
                addDropout(steps);
            }
            steps.add(dense(shape.outputs()));
            return new FlatLayers(steps, parts, draws);
        }

        private void addHidden(List<LayerStep> steps, int units) {
            if (!peer.split().divides(width, units)) {
                steps.add(dense(units));
                return;
            }
            // Nothing below the layer that reads the features learns.
            if (!parts.isEmpty()) {
                steps.add(PeerStep.before(peer));
            }
            steps.add(dense(peer.units(units)));
            steps.add(PeerStep.after(peer, units));
            width = units;
        }

        private LayerStep block(int units) {
            List<LayerStep> inner = new ArrayList<>();
            inner.add(normalization());
            inner.add(dense(units));
            inner.add(new RectifierStep());
            addDropout(inner);
            inner.add(dense(shape.width()));
            return new ResidualStep(new ChainStep(inner));
        }

        private void addDropout(List<LayerStep> steps) {
            if (dropout > 0) {
                steps.add(new DropoutStep(dropout, draws));
            }
        }

        private LayerStep features(FeatureLayout layout) {
            parts.add(new Part(Kind.WEIGHTS, layout.weightRows() * layout.width()));
            parts.add(new Part(Kind.OTHERS, layout.biases()));
            width = layout.outputs();
            return new FeatureStep(layout, zeros);
        }

        private LayerStep dense(int units) {
            boolean isFirst = parts.isEmpty();
            if (isFirst && !shape.input().isPlain()) {
                return features(FeatureLayout.dense(shape.input(), units, false));
            }
            LayerStep dense = new DenseStep(width, units, isFirst);
            parts.add(new Part(Kind.WEIGHTS, width * units));
            parts.add(new Part(Kind.OTHERS, units));
            width = units;
            return dense;
        }

        private LayerStep normalization() {
            parts.add(new Part(Kind.OTHERS, 2 * width));
            parts.add(new Part(Kind.RUNNING, 2 * width));
            return new NormalizationStep(width, NetworkShape.EPSILON);
        }
    }
}
