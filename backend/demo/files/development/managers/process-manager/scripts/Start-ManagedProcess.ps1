function Start-ManagedProcess {
    param([Parameter(Mandatory)][string]$Path)
    Start-Process -FilePath $Path -PassThru
}
