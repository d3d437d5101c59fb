"""What happens: one transaction each. Load, decide by the rules, save, reconcile what is due."""
