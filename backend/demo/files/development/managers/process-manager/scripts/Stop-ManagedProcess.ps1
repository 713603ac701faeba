function Stop-ManagedProcess {
    param([Parameter(Mandatory)][string]$Path)
    Get-Process -Name (Split-Path -LeafBase $Path) | Stop-Process
}
