/** Learning curves of a run: to TensorBoard's event files and to who watches while models are fitted, to a table afterwards. */
package io.lepton.jobs.curves;
