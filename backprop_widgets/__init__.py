"""What learners see and touch: views of one network, drawn from `backprop_core`'s numbers."""
