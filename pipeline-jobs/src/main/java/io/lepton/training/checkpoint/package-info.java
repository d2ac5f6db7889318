/** Where long trainings leave what they know, to go on from after an executor or the driver is gone. */
package io.lepton.training.checkpoint;
