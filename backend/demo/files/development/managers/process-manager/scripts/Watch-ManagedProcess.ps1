function Watch-ManagedProcess {
    param([Parameter(Mandatory)][string]$Path)
    while (Get-Process -Name (Split-Path -LeafBase $Path) -ErrorAction Ignore) { Start-Sleep 5 }
    Write-Warning "$Path has ended"
}
